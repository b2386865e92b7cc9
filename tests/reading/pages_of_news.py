"""Reports of our own making, as people meet them: text with headers, a page, a consent notice."""

from __future__ import annotations

TEXT = """\
Title: River line holds, commander says
Outlet: Port Courier
Published: 2020-03-01
URL: https://courier.example/river

The front along the river has stalled, General Ada Ulm said on Saturday.
"""

SENTENCES = (
    "The front along the river has not moved for three weeks, the commander of Aland’s army said.",
    "General Ada Ulm told the Port Courier that her troops would hold the crossings through spring.",
    "Bland’s defence ministry said that at least 300 soldiers had been killed since January.",
    "Residents of Port described nights of shelling and long queues for bread in the market.",
    "Delegations from both sides are due to meet on Sunday in the border town, officials said.",
)

PAGE = f"""\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>River line holds, commander says | Port Courier</title>
<meta property="og:title" content="River line holds, commander says">
<meta property="og:site_name" content="Port Courier">
<meta name="author" content="Ira Venn">
<meta property="article:published_time" content="2020-03-01T08:30:00+00:00">
<link rel="canonical" href="javascript:alert(1)">
<script>var hidden = "not for readers";</script>
<style>p {{ color: red }}</style></head>
<body onload="alert('not for readers')">
<nav><ul><li><a href="/">Home</a></li><li><a href="/war">War</a></li></ul></nav>
<article><h1>River line holds, commander says</h1>
{"".join(f'<p onmouseover="not for readers">{s}</p>' for s in SENTENCES)}
<p>A line that shows &lt;script&gt; as text, said the editor of the paper on Sunday.</p>
</article>
<footer>All rights reserved. Cookie settings.</footer>
<script>document.write("not for readers")</script>
</body></html>
"""

WALL = """\
<!DOCTYPE html><html><head><title>Before you continue</title></head><body>
<div class="consent"><p>We and our partners use cookies to store and access information on your
device. Accept all cookies or manage your consent to continue to the site.</p>
<button>Accept</button></div></body></html>
"""
