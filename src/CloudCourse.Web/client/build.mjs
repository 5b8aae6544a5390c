// Run by the build of CloudCourse.Web (ClientAssets.targets) when a file here changed. Everything it makes goes below
// wwwroot and stays out of git: wwwroot/fonts and wwwroot/js/monaco.
import { editor } from './editor.mjs';
import { fonts } from './fonts.mjs';

await Promise.all([fonts(), editor()]);
