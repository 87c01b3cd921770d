package web

import (
	"net/url"

	"ringfence/handlers/pages"
)

// noticeCookie carries what an action says of its success to the page that it
// leads to, once. It is this host's own: nobody else can set it.
const noticeCookie = "__Host-notice"

const noticeLife = 60 // seconds

// Say has the next page say that something worked.
func (c *Call) Say(text string) { c.SetCookie(noticeCookie, url.QueryEscape(text), noticeLife) }

// notice takes what the action before has left to say.
func (c *Call) notice() *pages.Notice {
	text, err := url.QueryUnescape(c.Cookie(noticeCookie))
	if err != nil || text == "" || c.r.Method != "GET" {
		return nil
	}
	c.SetCookie(noticeCookie, "", -1)
	return &pages.Notice{Kind: pages.Success, Text: text}
}
