package web

import (
	"net/url"
	"strings"

	"ringfence/handlers/pages"
)

// noticeCookie carries what an action says of its success to the page that it
// leads to, once. It is this host's own: nobody else can set it.
const noticeCookie = "__Host-notice"

const noticeLife = 60 // seconds

// Say has the next page say that something worked.
func (c *Call) Say(text string) { c.SetCookie(noticeCookie, url.QueryEscape(text), noticeLife) }

// warn has the next page say what somebody should know.
func (c *Call) warn(text string) { c.Say(important + text) }

// important stands before a notice that is no success.
const important = "!"

// notice takes what the action before has left to say; first of all, that this
// form is as it was before the session ended.
func (c *Call) notice() *pages.Notice {
	if c.keptForm() != nil {
		return &pages.Notice{Kind: pages.Important, Text: "You are signed in again. Check what you typed, then save it."}
	}
	text, err := url.QueryUnescape(c.Cookie(noticeCookie))
	if err != nil || text == "" || c.r.Method != "GET" {
		return nil
	}
	c.SetCookie(noticeCookie, "", -1)
	if text, ok := strings.CutPrefix(text, important); ok {
		return &pages.Notice{Kind: pages.Important, Text: text}
	}
	return &pages.Notice{Kind: pages.Success, Text: text}
}
