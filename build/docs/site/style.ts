import { DARK, LIGHT, variablesOf } from '../../../src/html/palette.ts';

/** The style of the documentation: the colours of the reports, no font and no file of others. */
export const DOCS_STYLE = `:root{color-scheme:light dark;${variablesOf(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variablesOf(DARK)}}}
@media print{:root{color-scheme:light;${variablesOf(LIGHT)}}nav,.skip,.contents{display:none}}
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);overflow-wrap:anywhere}
nav{padding:1rem;background:var(--panel);border-bottom:1px solid var(--line);font-size:.925rem}
nav p{margin:.75rem 0 .25rem;font-weight:600;color:var(--quiet);font-size:.85rem}
nav .home{margin-top:0;font-size:1.1rem}
nav ul{list-style:none;margin:0;padding:0}
nav li{display:inline-block;margin-right:1rem}
nav a{display:inline-block;min-height:1.5rem}
nav [aria-current]{color:var(--text);font-weight:700;text-decoration:none}
main{padding:.5rem 1rem 3rem;max-width:60rem}
@media (min-width:60rem){body{display:grid;grid-template-columns:16rem minmax(0,1fr)}nav{border-bottom:0;border-right:1px solid var(--line);min-height:100vh}nav li{display:block;margin:.15rem 0}main{padding:1rem 2.5rem 4rem}}
h1{font-size:1.7rem;line-height:1.2;margin:.75rem 0}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
.anchor{color:inherit;text-decoration:none}
.anchor:hover{text-decoration:underline}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
p,ul,ol{max-width:46rem}
ul,ol{padding-left:1.25rem}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
pre{padding:.625rem .75rem;overflow-x:auto;background:var(--panel);border:1px solid var(--line);border-radius:4px;overflow-wrap:normal}
pre code{font-size:inherit}
.sh{border-left:4px solid var(--link)}
.table{overflow-x:auto}
table{border-collapse:collapse;font-size:.925rem;min-width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
th{color:var(--quiet);font-size:.85rem}
thead:not(:has(th:not(:empty))){display:none}
td{min-width:6rem}
.contents{margin:1rem 0;font-size:.925rem}
summary{cursor:pointer;color:var(--quiet)}
.contents ul{columns:14rem;padding-left:0;list-style:none}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;padding:.5rem;background:var(--page)}
`;
