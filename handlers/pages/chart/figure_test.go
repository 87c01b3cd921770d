package chart_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"ringfence/handlers/pages/chart"
)

// rows are the rows of a figure's table, cells joined by "|".
func rows(t *testing.T, f figurer) (all []string) {
	t.Helper()
	for _, n := range elements(t, render(t, f)) {
		if n.Data != "tr" {
			continue
		}
		var cells []string
		for cell := range n.ChildNodes() {
			cells = append(cells, content(cell))
		}
		all = append(all, strings.Join(cells, "|"))
	}
	return all
}

func content(n *html.Node) (text string) {
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			text += child.Data
		}
	}
	return text
}

// description is what a figure says to who cannot see it.
func description(t *testing.T, f figurer) string {
	t.Helper()
	for _, n := range elements(t, render(t, f)) {
		if n.Data == "desc" {
			return content(n)
		}
	}
	return ""
}

func expect(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLineFigure(t *testing.T) {
	t.Parallel()
	l := infections()
	all := rows(t, l)
	if len(all) != 25 {
		t.Fatalf("%d rows: %q", len(all), all)
	}
	expect(t, []string{all[0], all[1], all[17]},
		[]string{"Month|Infections", "Jan 2025|12.0", "May 2026 (Outside the limits)|22.0"})
	want := "24 points, from Jan 2025 to Dec 2026. Lowest 8.0, highest 22.0. " +
		"Mean 11.3, upper limit 19.4, lower limit 3.2. Marked: 1 point."
	if got := description(t, l); got != want {
		t.Errorf("%q", got)
	}
	text := render(t, l)
	for what, n := range map[string]int{
		"rf-chart__mark": 4, "rf-chart__point": 46, `"rf-chart__mean"`: 2, `"rf-chart__limit"`: 4, `"rf-chart__series"`: 2,
		">Upper 19.4<": 1, "<li>Upper limit 19.4</li>": 2,
	} {
		if got := strings.Count(text, what); got != n {
			t.Errorf("%s stands %d times, want %d", what, got, n)
		}
	}
}

// TestLineGap: the line is lifted where there is no value, and a value between
// gaps is a dot.
func TestLineGap(t *testing.T) {
	t.Parallel()
	l := edges()["line gaps"]
	for _, n := range elements(t, render(t, l)) {
		d := attr(n, "d")
		if attr(n, "class") == "rf-chart__series" && (strings.Count(d, "M") != 2 || strings.Count(d, "L") != 1) {
			t.Errorf("path %q", d)
		}
	}
	if n := strings.Count(render(t, l), "<circle"); n != 6 {
		t.Errorf("%d dots for 3 values, twice", n)
	}
	if all := rows(t, l); all[1] != "Jan 2025|no data" || all[2] != "Feb 2025|1" {
		t.Errorf("%q", all)
	}
}

// TestLineSingle: one point stands in the middle, and the names of limits that
// are one do not stand on one another.
func TestLineSingle(t *testing.T) {
	t.Parallel()
	places := map[string]bool{}
	for _, n := range elements(t, render(t, edges()["line single, limits"])) {
		if x, err := strconv.ParseFloat(attr(n, "cx"), 64); n.Data == "circle" && (err != nil || x < 100) {
			t.Errorf("the point stands at %v, %v", x, err)
		}
		if attr(n, "class") == "rf-chart__label" && strings.HasSuffix(content(n), " 5") {
			places[attr(n, "y")] = true
		}
	}
	if len(places) != 3 {
		t.Errorf("three limits at %v", places)
	}
}

func TestBarsFigure(t *testing.T) {
	t.Parallel()
	b := peers()
	expect(t, rows(t, b), []string{
		"Place|Provider|Falls", "1|Eastfield|6.7", "2|St Œdmund’s|5.8", "3|Southbank Hospitals NHS Foundation Trust|4.9",
		"4|Westbrook & Sons|4.0", "5|Northgate Clinic (Your organisation)|3.1",
	})
	if b.Bars[0].Label != "Northgate Clinic" {
		t.Error("the caller's bars were sorted")
	}
	want := "5 bars, from Eastfield, 6.7, to Northgate Clinic, 3.1. Your organisation: Northgate Clinic, 3.1, place 5."
	if got := description(t, b); got != want {
		t.Errorf("%q", got)
	}
	b.Description = "In words."
	if got := description(t, b); got != "In words." {
		t.Errorf("%q", got)
	}
}

// TestBarsMarkedIsDrawn: us, however far down.
func TestBarsMarkedIsDrawn(t *testing.T) {
	t.Parallel()
	b := peers()
	b.Bars = nil
	for i := range 200 {
		b.Bars = append(b.Bars, chart.Bar{Label: "Other", Value: float64(200 - i), Marked: i == 150})
	}
	text := render(t, b)
	if !strings.Contains(text, ">151. Other<") || strings.Count(text, "<rect") != 2*41 {
		t.Errorf("%d bars", strings.Count(text, "<rect"))
	}
}

func TestTimelineFigure(t *testing.T) {
	t.Parallel()
	expect(t, rows(t, windows()), []string{
		"Window|From|Until|State", "First year|1 January 2025|1 January 2026|Past",
		"No cover|1 January 2026|1 March 2026|Gap",
		"Second year|1 March 2026|1 January 2027|Current", "Next year|1 January 2027|1 July 2027|To come",
	})
}

// TestTimelineLapse: the cover that runs ends where no window goes on.
func TestTimelineLapse(t *testing.T) {
	t.Parallel()
	for now, want := range map[time.Time]string{
		day(2024, 12, 31): "Not covered today. The next window begins on 1 January 2025.",
		day(2025, 1, 1):   "Covered today, until 1 January 2026.",
		day(2026, 1, 1):   "Not covered today. The next window begins on 1 March 2026.",
		day(2026, 3, 1):   "Covered today, until 1 July 2027.",
		day(2027, 6, 30):  "Covered today, until 1 July 2027.",
		day(2027, 7, 1):   "Not covered today, and no window is to come.",
	} {
		w := windows()
		w.Now = now
		if got := description(t, w); got != want {
			t.Errorf("on %s: %q, want %q", now.Format(time.DateOnly), got, want)
		}
	}
}

// TestTimelineOverlap: a window within another makes no gap and hides nothing.
func TestTimelineOverlap(t *testing.T) {
	t.Parallel()
	overlap := edges()["timeline overlap"].(chart.Timeline)
	overlap.Windows = append(overlap.Windows, chart.Window{Label: "z", From: day(2026, 5, 1), To: day(2026, 12, 1)})
	if got, want := description(t, overlap), "Covered today, until 1 December 2026."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, row := range rows(t, overlap) {
		if strings.HasSuffix(row, "|Gap") {
			t.Error(row)
		}
	}
}

func TestMeterFigure(t *testing.T) {
	t.Parallel()
	expect(t, rows(t, seats()), []string{"Part|Number", "In use|14", "Invited|3", "Free|8", "Limit|25"})
	if got, want := description(t, seats()), "In use 14. Invited 3. Free 8. Limit 25."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	over := edges()["meter over"]
	expect(t, rows(t, over), []string{"Part|Number", "a|2", "b|1", "over|1", "Limit|2"})
	expect(t, rows(t, edges()["meter wrong"]), []string{"Part|Number", "a|0", "b|0", "c|0"})
	many := rows(t, many()["meter"])
	expect(t, many[1:7], []string{"In use|14", "Invited|3", "Label 0|1", "Label 1|1", "Label 2|1", "Other|9,997"})
}
