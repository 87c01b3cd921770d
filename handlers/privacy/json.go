package privacy

import (
	"ringfence/domain"
	"ringfence/handlers/web"
)

// json writes the dossier as outside callers have it (GDPR-1).
func (d *dossier) json(controller string, now int64) []byte {
	var o, subject, told, records domain.Object
	subject.Text("id", d.ID).Text("name", d.Name)
	told.Texts("purposes", purposes).Texts("categories", categories(d)).Texts("recipients", recipients).
		Texts("retention", retention(d)).Texts("rights", rights).Text("source", source).Text("automated_decisions", automated)
	for i := range d.tables {
		h := &d.tables[i]
		records.List(h.Name, len(h.rows), func(n int, item *domain.Object) { writeFacts(item, h.rows[n]) })
	}
	o.Raw("subject", subject.String()).Text("generated_at", web.Timestamp(now)).Text("controller", controller).
		Raw("particulars", told.String()).Raw("records", records.String())
	o.List("access_log", len(d.log), func(i int, item *domain.Object) {
		l := &d.log[i]
		item.Text("at", web.Timestamp(l.at)).Text("who", l.name()).Text("role", l.role).Text("what", l.what)
	})
	places := d.places()
	o.List("third_parties", len(places), func(i int, item *domain.Object) {
		item.Text("path", places[i][0]).Text("reason", places[i][1])
	})
	return o.Bytes()
}

func writeFacts(o *domain.Object, row []fact) {
	for i := range row {
		if row[i].removed {
			o.Text(row[i].name, removedText)
		} else {
			o.Raw(row[i].name, row[i].json)
		}
	}
}

func (l *logLine) name() string {
	if l.removed {
		return removedText
	}
	return l.who
}

// places are all in which somebody else is, as (path, reason).
func (d *dossier) places() (list [][2]string) {
	for _, o := range d.others {
		for _, path := range o.places {
			list = append(list, [2]string{path, o.reason})
		}
	}
	return list
}
