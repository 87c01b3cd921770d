package chart

// The classes of the drawings, in full: the style sheet is cut down to those
// that its builder finds (handlers/assets/prune.mjs).
const (
	classWide   = "rf-chart__image rf-chart__image--wide"
	classNarrow = "rf-chart__image rf-chart__image--narrow"
	classLabel  = "rf-chart__label"
	classStrong = "rf-chart__label rf-chart__label--strong"
	classGrid   = "rf-chart__grid"
	classAxis   = "rf-chart__axis"
	classSeries = "rf-chart__series"
	classPoint  = "rf-chart__point"
	classMark   = "rf-chart__mark"
	classMean   = "rf-chart__mean"
	classLimit  = "rf-chart__limit"
	classTrack  = "rf-chart__track"
	classBar    = "rf-chart__bar"
	classPale   = "rf-chart__bar rf-chart__bar--pale"
	classSoft   = "rf-chart__bar rf-chart__bar--soft"
	classAhead  = "rf-chart__bar rf-chart__bar--ahead"
	classGap    = "rf-chart__gap"
	classNow    = "rf-chart__now"
	classHalo   = "rf-chart__halo"
	classStrip  = "rf-chart__strip"
)
