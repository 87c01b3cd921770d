package domain

// Area is where the menu names a page: a group of the rail, in this order, or
// a place in the header.
type Area uint8

// The areas. NoArea is of what the menu does not name.
const (
	NoArea Area = iota
	AreaStart
	AreaPeople
	AreaGovernance
	AreaClinical
	AreaInsight
	AreaPeerExchange
	AreaAdministration

	AreaFinder // the search in the header
	AreaBell   // what happened that concerns the reader
	AreaYours  // the menu under the reader's name
)

var areaTitles = map[Area]string{AreaPeople: "People", AreaGovernance: "Governance", AreaClinical: "Clinical",
	AreaInsight: "Insight", AreaPeerExchange: "Peer exchange", AreaAdministration: "Administration"}

// Title is the group's heading in the rail, or "".
func (a Area) Title() string { return areaTitles[a] }
