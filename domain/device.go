package domain

import "strings"

// word is what a browser's description of itself has when it is meant by name.
// Of several that fit, the first in a list counts: browsers claim to be each
// other, and newer ones name the older.
type word struct{ part, name string }

var (
	browsers = []word{
		{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = []word{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"},
		{"Mac OS X", "Mac"}, {"Linux", "Linux"},
	}
)

// DeviceName says in plain words what a User-Agent header says: "Chrome on
// Windows". Of what is no browser it is the first product, such as "curl/8.5".
func DeviceName(agent string) string {
	browser, system := nameOf(browsers, agent), nameOf(systems, agent)
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser != "":
		return browser
	}
	product, _, _ := strings.Cut(agent, " ")
	return product
}

func nameOf(list []word, agent string) string {
	for _, w := range list {
		if strings.Contains(agent, w.part) {
			return w.name
		}
	}
	return ""
}
