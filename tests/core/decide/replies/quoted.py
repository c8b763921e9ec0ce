"""The notification that every reply of the set answers, as our own desk sends it: what a client quotes."""

TOKEN = "atk3m7q2x5wzw7c3b5ddaadcobxgg5els3nwmnsmurat5x"
DESK = f"itsupport+{TOKEN}@kestrelpark.example"
NAME = "Kestrel Park Primary IT helpdesk"
SUBJECT = "Re: Cant get the smartboard to show my laptop [#1042-k7f3q]"

PLAIN = f"""-- Please reply above this line --

Ticket 1042 is yours.

    tried that, still black, Y5 in at 9

From: Jane Ashdown, Year 5 teacher
      jane.ashdown@kestrelpark.example
School: Kestrel Park Primary
Ticket: 1042, P2, open
Due: first answer by 10:40 today

*This may help*

KB-2007 Boards on the 2021 mount: HDMI lead fails (technician, 74 %)
#send KB-2007

Your reply goes to Jane. On a line of its own, first or last:
#solved, #note (nobody outside sees it), #take, #assign name, #kb title, #help

#help

{NAME}, request 1042
ref: {TOKEN}"""

HTML = f"""<p class="muted" style="margin:0 0 16px;color:#66727e;">-- Please reply above this line --</p>
<table role="presentation" width="100%" cellpadding="0"><tr><td>
<p style="margin:0 0 12px">Ticket 1042 is yours.</p>
<div style="border:1px solid #c3ccd6;padding:12px"><p>tried that, still black, Y5 in at 9</p></div>
<table><tr><td>From</td><td>Jane Ashdown, Year 5 teacher</td></tr>
<tr><td>School</td><td>Kestrel Park Primary</td></tr></table>
<h2>This may help</h2>
<p><strong>KB-2007</strong> Boards on the 2021 mount: HDMI lead fails</p>
<p>#send KB-2007</p>
<p>Your reply goes to Jane. On a line of its own, first or last: <strong>#solved</strong>, <strong>#note</strong></p>
<p>#help</p>
<p>ref: {TOKEN}</p></td></tr></table>"""
