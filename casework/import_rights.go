package casework

import (
	"slices"

	"yijian/model"
	"yijian/policy/access"
)

// importRights are the permissions that the same records would need if they were entered by
// acts: of whoever enters them, and of whoever lets them count.
type importRights struct {
	enter, settle   []access.Permission
	enters, settles string // who has them, in words
}

// ofInspectors are rights of records that one inspector enters and another lets count.
func ofInspectors(permissions ...access.Permission) importRights {
	return importRights{permissions, permissions, "执法人员", "执法人员"}
}

var rightsOfSheets = map[model.Noun]importRights{
	"enterprises": ofInspectors("enterprise:create", "enterprise:change"),
	"licences":    ofInspectors("licence:create"),
	"branches":    ofInspectors("branch:create", "branch:change"),
	"endpoints":   ofInspectors("endpoint:create", "endpoint:change", "endpoint:submit", "endpoint:accept"),
	"inspections": {
		[]access.Permission{"inspection:create", "inspection:record"}, []access.Permission{"inspection:confirm"}, "执法人员", "可以审核确认检查的人员",
	},
	"penalties": {
		[]access.Permission{"penalty:create", "penalty:serve"}, []access.Permission{"penalty:decide"}, "执法人员", "可以作出处罚决定的局领导",
	},
	"complaints": {
		[]access.Permission{"complaint:create", "complaint:accept"}, []access.Permission{"complaint:close"}, "申诉专员", "申诉专员",
	},
}

// mayEnter refuses rows of a sheet from somebody who could not enter such records by acts.
func (d *Desk) mayEnter(actor model.Actor, s model.Sheet) error {
	rights := rightsOfSheets[s.Noun]
	return d.holdsAll(actor, rights.enter, "您的岗位不能登记“"+s.Title+"”，请由"+rights.enters+"上传有这一类记录的文件")
}

// maySettle refuses the promotion of rows of a sheet by somebody who could not let such records count by acts.
func (d *Desk) maySettle(actor model.Actor, s model.Sheet) error {
	rights := rightsOfSheets[s.Noun]
	return d.holdsAll(actor, rights.settle, "文件里有“"+s.Title+"”，须由"+rights.settles+"入库")
}

func (d *Desk) holdsAll(actor model.Actor, permissions []access.Permission, refusal string) error {
	lacks := func(p access.Permission) bool {
		_, err := d.Scope(actor, p)
		return err != nil
	}
	if len(permissions) == 0 || slices.ContainsFunc(permissions, lacks) {
		return model.Fail(model.Forbidden, "import.not_entitled", refusal)
	}
	return nil
}

// mayPromote refuses the promotion of an import by somebody who may not settle one of its sheets.
func (d *Desk) mayPromote(actor model.Actor, i model.Import) error {
	for _, s := range d.sheetsIn(i) {
		if err := d.maySettle(actor, s); err != nil {
			return err
		}
	}
	return nil
}

// mayDecideOn refuses what else is decided on an import to somebody who neither brought it nor may
// enter or settle the records of each of its sheets.
func (d *Desk) mayDecideOn(actor model.Actor, i model.Import) error {
	if i.UploadedBy == actor.UserID {
		return nil
	}
	for _, s := range d.sheetsIn(i) {
		if d.mayEnter(actor, s) == nil || d.maySettle(actor, s) == nil {
			continue
		}
		rights := rightsOfSheets[s.Noun]
		may := rights.enters
		if rights.settles != rights.enters {
			may += "、" + rights.settles
		}
		return model.Fail(model.Forbidden, "import.not_entitled", "文件里有“"+s.Title+"”，须由上传的人"+i.UploadedByName+"或者"+may+"办理")
	}
	return nil
}

// sheetsIn are the sheets of which an import has rows.
func (d *Desk) sheetsIn(i model.Import) []model.Sheet {
	sheets, has := sheetsOf(i.Kind, d.Today()), []model.Sheet{}
	for _, c := range i.Counts {
		at := slices.IndexFunc(sheets, func(s importSheet) bool { return s.Noun == c.Noun })
		if c.Rows > 0 && at >= 0 {
			has = append(has, sheets[at].Sheet)
		}
	}
	return has
}
