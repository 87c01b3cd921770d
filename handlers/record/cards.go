package record

import (
	"strconv"

	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// shownTasks is how many the home page has of what waits.
const shownTasks = 5

// Cards are what the home page says across all declared resources.
func Cards() []web.Card {
	return []web.Card{{Roles: domain.TaskRoles(domain.Own), Place: web.Main, Make: tasksCard}}
}

// tasksCard is there for who sees to others also when nothing waits.
func tasksCard(c *web.Call) (store.Reading, web.Shown) {
	var list []domain.Task
	return c.Tenant().OpenTasks(&list), func(a *store.Access) templ.Component {
		if len(list) == 0 && !domain.TaskRoles(domain.Below).Has(a.User.Role) {
			return nil
		}
		var items []pages.Item
		for _, t := range list[:min(len(list), shownTasks)] {
			items = append(items, taskItem(t, c.Today()))
		}
		more := ""
		if len(list) > shownTasks {
			more = "All " + strconv.Itoa(len(list)) + " tasks"
		}
		return tasksPanel(items, more)
	}
}

// taskItem is a task as a line; it is late when its day has come.
func taskItem(t domain.Task, today string) pages.Item {
	item := pages.Item{Text: t.Title, Href: t.Of.Page + "/" + t.About}
	if t.DueOn != "" {
		item.Below = "By " + web.FormatDate(t.DueOn)
	}
	if t.DueOn != "" && t.DueOn <= today {
		item.Tag, item.Colour = "Due", "red"
	}
	return item
}
