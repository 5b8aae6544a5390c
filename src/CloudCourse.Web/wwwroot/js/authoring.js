// For authors only: the page is loaded anew when the course's files have changed. The browser keeps the place on the page.
const shown = document.querySelector('script[data-revision]').dataset.revision;
let revisions;

// A browser has six connections to a site: a page that nobody sees keeps none.
function follow() {
  revisions?.close();
  if (document.hidden) return;
  revisions = new EventSource('/api/authoring/revisions');
  revisions.addEventListener('message', event => {
    if (event.data === shown) return;
    revisions.close();
    location.reload();
  });
}

document.addEventListener('visibilitychange', follow);
follow();
