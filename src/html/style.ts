import { DARK, LIGHT, variablesOf } from './palette.ts';

/** The page's only style. It draws on no file, no font and no address outside of the page. */
export const STYLE = `:root{color-scheme:light dark;${variablesOf(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variablesOf(DARK)}}}
@media print{:root{color-scheme:light;${variablesOf(LIGHT)}}}
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1rem clamp(.875rem,3vw,2.5rem) 3rem;max-width:76rem;background:var(--page);color:var(--text);overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}
h2{font-size:1.25rem;line-height:1.3;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;line-height:1.35;margin:1.25rem 0 .5rem}
.kind>h3{margin-top:0}
h4{font-size:.875rem;margin:1rem 0 .25rem;color:var(--quiet);font-weight:600}
p{margin:.5rem 0;max-width:48rem}
ul,ol{margin:.25rem 0;padding-left:1.25rem;max-width:48rem}
li{margin:.15rem 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.quiet{color:var(--quiet)}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;padding:.5rem;background:var(--page)}
.contents ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;max-width:none}
.lead{font-size:1.1rem}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.85em}
code{overflow-wrap:anywhere}
pre code{font-size:inherit}
pre{margin:.15rem 0 0;padding:.5rem .625rem;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);border:1px solid var(--line);border-radius:4px}
table{border-collapse:collapse;width:100%;font-size:.925rem}
.narrow{width:auto}
.narrow ul{list-style:none;padding:0}
caption{text-align:left;color:var(--quiet);padding-bottom:.25rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}
th[scope=row]{white-space:nowrap}
thead th{color:var(--quiet);font-size:.85rem;white-space:nowrap}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.name{font-weight:600}
.moment{white-space:nowrap;font-variant-numeric:tabular-nums}
figure{margin:.75rem 0}
figcaption{color:var(--quiet);font-size:.875rem}
svg{display:block}
.share{width:100%;height:2rem;border-radius:4px;border:1px solid var(--line)}
.swatch{display:inline-block;vertical-align:-.15em;width:1.1rem;height:1.1rem;margin-right:.5rem;border:1px solid var(--line);border-radius:3px}
.fill-harmless{fill:var(--harmless)}
.fill-explained{fill:var(--explained)}
.fill-strays{fill:var(--strays)}
.fill-ordinary{fill:var(--ordinary)}
.fill-unexplained{fill:var(--unexplained)}
.hatch{stroke:var(--page);stroke-width:2}
.dot{fill:var(--page)}
.plot{display:block;width:100%;height:3.5rem;border-bottom:1px solid var(--quiet)}
.overall .plot{height:7rem}
.plot path{fill:var(--bar)}
.axis{display:flex;justify-content:space-between;gap:.5rem;color:var(--quiet);font-size:.8rem;font-variant-numeric:tabular-nums}
.axis span:last-child{text-align:right}
.axis .middle{text-align:center}
.badge{display:inline-block;padding:.05rem .5rem;border-radius:3px;color:var(--badge);font-size:.8rem;font-weight:700;vertical-align:.08em;white-space:nowrap}
.is-info{background:var(--info)}
.is-low{background:var(--low)}
.is-medium{background:var(--medium)}
.is-high{background:var(--high)}
.is-critical{background:var(--critical)}
.kind{margin:1.25rem 0;padding:1rem;border:1px solid var(--line);border-left:5px solid var(--line);border-radius:5px}
.of-info{border-left-color:var(--info)}
.of-low{border-left-color:var(--low)}
.of-medium{border-left-color:var(--medium)}
.of-high{border-left-color:var(--high)}
.of-critical{border-left-color:var(--critical)}
.advised{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 2rem}
.advised h4{margin-top:.5rem}
details{margin:.35rem 0}
summary{cursor:pointer;padding:.35rem 0}
.finding{border-top:1px solid var(--line)}
.finding[open]{padding-bottom:.75rem}
.finding>summary{font-weight:600}
.finding>summary .quiet{display:block;font-weight:400;font-size:.875rem;padding-left:1rem}
.inside{padding-left:1rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.5rem 1rem;margin:.5rem 0}
.facts div{min-width:0}
.facts dt{color:var(--quiet);font-size:.8rem}
.facts dd{margin:0;font-variant-numeric:tabular-nums}
.ends{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:0 2rem}
.shares{list-style:none;padding:0;font-size:.9rem}
.shares li{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
.shares li span:last-child{color:var(--quiet);white-space:nowrap}
.records{list-style:none;padding:0;max-width:none}
.records li{margin:.5rem 0}
.records .quiet,.ends .quiet{font-size:.875rem}
footer{margin-top:2.5rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.875rem}
@media (max-width:40rem){.stack thead{position:absolute;left:-100rem}.stack tr,.stack td,.stack th{display:block}.stack tr{border-bottom:1px solid var(--line);padding:.35rem 0}.stack td,.stack th{border:0;padding:.05rem 0;text-align:left;white-space:normal}.stack td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet)}.kind{padding:.75rem}.inside,.finding>summary .quiet{padding-left:0}}
@media print{body{max-width:none;padding:0;font-size:10pt}.skip,.contents{display:none}h2,h3,h4,summary{break-after:avoid}figure,.records li,tr{break-inside:avoid}.badge,.share,.plot,.swatch{-webkit-print-color-adjust:exact;print-color-adjust:exact}a[href^="https:"]::after,a[href^="http:"]::after{content:" (" attr(href) ")";font-size:.85em}}
`;

/** SHA-256 of the style, by which the page's security policy lets it and nothing else in. A test says what it has to be. */
export const STYLE_HASH = 'sha256-SR2P7Mi7MSCjJy5zJ56wbOoji60Plevb4xUEjdW1aO8=';
