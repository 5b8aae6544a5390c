# The site in one image. Build it at the root of the repository: docker build -t cloudcourse .
# infra/README.md says how to run it, and what of it has been tried.

FROM node:24-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The editor, the fonts and the sandbox's runtime come from npm.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
# The same commands as in CI. The second puts the operator's `cloudcourse` beside the site, over the same libraries.
RUN dotnet publish src/CloudCourse.Web -c Release -o /app
RUN dotnet publish src/CloudCourse.Cli -c Release -o /app
# An empty folder to hand to the user of the next stage.
RUN mkdir /empty

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
COPY content ./content
COPY --from=build --chown=$APP_UID:$APP_UID /empty /data
# All that must outlive the container is in the database.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    ConnectionStrings__CloudCourse="Data Source=/data/cloudcourse.db"
VOLUME /data
EXPOSE 8080
USER $APP_UID
# The image has no curl; the site itself asks /health/live.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["dotnet", "CloudCourse.Web.dll", "--health"]
ENTRYPOINT ["dotnet", "CloudCourse.Web.dll"]
