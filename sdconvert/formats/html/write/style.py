"""The style sheet of a page: light and dark, narrow and wide, on paper."""

from __future__ import annotations

from sdconvert.formats.html.names import MAX_INDENT

_INDENTS = "".join(f".i{step}{{margin-inline-start:{step * 1.5:g}rem}}\n" for step in range(1, MAX_INDENT + 1))

STYLE_SHEET = (
    """:root{color-scheme:light dark;--ink:#1b1b1f;--paper:#ffffff;--quiet:#5b5f6b;--rule:#d5d8df;--soft:#f3f4f7;\
--accent:#0b57b7}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6ea;--paper:#15161a;--quiet:#a4a8b4;--rule:#3b3e48;--soft:#20222a;\
--accent:#8ab8ff}}
*{box-sizing:border-box}
html{font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;-webkit-text-size-adjust:100%;\
text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:46rem;color:var(--ink);background:var(--paper);\
overflow-wrap:break-word}
p,main li,h1,h2,h3,h4,h5,h6,figcaption,caption,header .title,section.index .title{white-space:pre-wrap}
main nav li{white-space:normal}
a{color:var(--accent)}
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.6em 0 .5em}
h1{font-size:1.8rem}h2{font-size:1.45rem}h3{font-size:1.2rem}h4,h5,h6{font-size:1rem}
p{margin:.6em 0}
header .title{font-size:2rem;font-weight:700;line-height:1.2;margin:0}
header .subtitle{font-size:1.25rem;color:var(--quiet);margin:.25em 0 0}
body>header{border-bottom:1px solid var(--rule);padding-bottom:1rem;margin-bottom:1.5rem}
body>footer{border-top:1px solid var(--rule);margin-top:2rem;color:var(--quiet);font-size:.875rem}
.left{text-align:left}.center{text-align:center}.right{text-align:right}.justify{text-align:justify}
.number{font-variant-numeric:tabular-nums}
.sc{font-variant-caps:small-caps}
ul,ol{padding-inline-start:2rem;margin:.5em 0}
li.bare{list-style:none}
section.endnotes>ol{list-style:lower-roman}
img{max-width:100%;height:auto}
figure{margin:1.2em 0;max-width:100%}
td figure,th figure{min-width:0!important}
figure>img{display:block;width:100%}
figure.center,table.center{margin-inline:auto}figure.right,table.right{margin-inline-start:auto}
span.picture{display:inline-block}span.picture .caption{display:block}
figcaption,caption,.caption{color:var(--quiet);font-size:.9rem;padding:.4em 0;text-align:start}
table{border-collapse:collapse;margin:1.2em 0;max-width:100%;table-layout:fixed;--line:currentColor}
td,th{padding:.3em .5em;vertical-align:top;text-align:start;font-weight:inherit;overflow-wrap:anywhere}
th,td.header{font-weight:600}
td.center,th.center{text-align:center}td.right,th.right{text-align:right}td.justify,th.justify{text-align:justify}
td.middle,th.middle{vertical-align:middle}td.bottom,th.bottom{vertical-align:bottom}
td>:first-child,th>:first-child{margin-top:0}td>:last-child,th>:last-child{margin-bottom:0}
.t{border-top:1px solid var(--line)}.r{border-right:1px solid var(--line)}
.b{border-bottom:1px solid var(--line)}.l{border-left:1px solid var(--line)}
code{font-family:ui-monospace,"Cascadia Mono","DejaVu Sans Mono",monospace;font-size:.92em;background:var(--soft)}
code.display{display:block;padding:.5em 1em;margin:.5em 0}
.math+.math{margin-left:.4em}
math.display{width:fit-content;margin-inline:0}.center>math.display{margin-inline:auto}
.right>math.display{margin-inline-start:auto}
sup,sub{line-height:0}
.note-ref,.sidenote-ref,.comment-ref{text-decoration:none}
.back{margin-inline:.4em}
section.footnotes,section.endnotes,section.comments,section.index{border-top:1px solid var(--rule);margin-top:2rem;\
padding-top:.5rem;font-size:.92rem}
section.footnotes>ol>li>p:last-of-type,section.endnotes>ol>li>p:last-of-type{display:inline}
aside{background:var(--soft);border-inline-start:3px solid var(--rule);padding:.4em .8em;margin:.8em 0;font-size:.92rem}
aside p{margin:.2em 0}
aside.sidenote>.back{float:left}
aside.comment header{color:var(--quiet)}
aside.comment q{display:block;font-style:italic}
nav.directory{margin:1.2em 0;padding:.6em 1em;background:var(--soft)}
nav.directory .title{font-weight:700;margin:0}
nav.directory ul{list-style:none;padding-inline-start:1rem}nav.directory>ul{padding-inline-start:0}
section.index ul{list-style:none;padding-inline-start:1rem}
hr.page-break{border:0;border-top:1px dashed var(--rule);margin:2rem 0}
:target{outline:2px solid var(--accent);outline-offset:2px}
"""
    + _INDENTS
    + """@media (max-width:40rem){body{padding:1rem .75rem 2rem}table{display:block;overflow-x:auto;table-layout:auto}\
td,th{overflow-wrap:normal}table{width:auto!important}}
@media print{:root{--ink:#000;--paper:#fff;--quiet:#333;--rule:#999;--soft:#fff;--accent:#000}
body{max-width:none;padding:0}h1,h2,h3,h4,h5,h6{break-after:avoid}figure,tr,li{break-inside:avoid}
thead{display:table-header-group}hr.page-break{break-after:page;border:0;margin:0}.back{display:none}
a{text-decoration:none}}
"""
)
