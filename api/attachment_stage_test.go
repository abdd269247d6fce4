package api

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/url"
	"strings"

	"yijian/casework"
	"yijian/model"
	"yijian/store"
)

// attaching is how the generated checks use attachments of one kind of record:
// by whom, and in which state the record must be.
var attachable = map[model.Noun]act{
	"complaints":      {by: model.RoleFirm},
	"inspections":     {by: model.RoleInspector},
	"endpoints":       {by: model.RoleFirm},
	"task-reports":    {by: model.RoleLead},
	"coordinations":   {by: model.RoleLead},
	"task-comments":   {by: model.RoleLead},
	"task-slips":      {by: model.RoleLead},
	"task-milestones": {by: model.RoleLead},
	"tasks":           {by: model.RoleLead},
	"penalties":       {by: model.RoleInspector},
	"edition-entries": {by: model.RoleFirm, state: noticed("")},
}

// init gives every kind of attachment its seed and its acts.
func init() {
	for of, a := range attachable {
		noun, _ := casework.Attaching(of)
		holder := seeds[of]
		seeds[noun] = seed{area: holder.area, firm: holder.firm, unit: holder.unit, own: holder.own, plant: plantAttachment(of, a)}
		acts["post-"+string(noun)] = act{by: a.by, query: func(s *stage) string {
			id := seeds[of].plant(s, s.places["own"], a.state)
			return url.Values{"record_id": {id}, "name": {fmt.Sprintf("现场照片%d.jpg", s.next())}}.Encode()
		}}
		acts["post-"+string(noun)+"-id-remove"] = act{by: a.by, fields: reason}
	}
}

func plantAttachment(of model.Noun, by act) func(*stage, place, any) string {
	return func(s *stage, p place, _ any) string {
		s.t.Helper()
		noun, _ := casework.Attaching(of)
		a := model.Attachment{
			ID: model.AttachmentID(store.NewID()), Noun: of, RecordID: seeds[of].plant(s, p, by.state), Name: "现场照片.jpg",
			Note: p.canary(noun), Type: "image/jpeg", Size: 4, SHA256: strings.Repeat("0", 64), Stored: fmt.Sprintf("planted-content-%d", s.next()),
			Thumbnail: true, AddedBy: "somebody", AddedByName: "演示某", Version: 1, CreatedAt: s.now(), UpdatedAt: s.now(),
		}
		if account, known := s.people[by.by]; known && (of == "coordinations" || of == "task-comments") { // of which each removes his own
			a.AddedBy = account.ID
		}
		if by.by == model.RoleFirm {
			a.Firm = s.places["own"].firm.ID
		}
		for _, name := range []string{a.Stored, a.Stored + "-small"} {
			must(s.t, s.api.Desk.Blobs.Put(s.t.Context(), name, strings.NewReader("jpeg"), 4))
		}
		s.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddAttachment(ctx, &a) })
		return string(a.ID)
	}
}

// photograph is a small picture unlike any before it.
func (s *stage) photograph() []byte {
	s.t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 16, 16))
	n := s.next()
	for i := range picture.Pix {
		picture.SetGray(i%16, i/16, color.Gray{Y: uint8(n >> (i % 8))})
	}
	var out bytes.Buffer
	must(s.t, jpeg.Encode(&out, picture, nil))
	return out.Bytes()
}
