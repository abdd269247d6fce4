package casework

import (
	"encoding/json"
	"reflect"

	"yijian/model"
)

// differences are the fields of an end point that a change makes different. Personal data is
// compared in clear and kept as it is shown.
func differences(is, to model.EndPoint) model.FieldChanges {
	changes := model.FieldChanges{}
	note := func(key string, before, after any) {
		if reflect.DeepEqual(before, after) {
			return
		}
		from, _ := json.Marshal(before) // texts and lists of texts
		into, _ := json.Marshal(after)
		changes = append(changes, model.FieldChange{Field: key, From: from, To: into})
	}
	list := func(words model.WordList) []string { return append([]string{}, words...) }
	note("name", is.Name, to.Name)
	note("kind", is.Kind, to.Kind)
	note("brands", list(is.Brands), list(to.Brands))
	note("services", list(is.Services), list(to.Services))
	note("scope", list(is.Scope), list(to.Scope))
	note("branch_id", is.BranchID, to.BranchID)
	note("manager_name", is.ManagerName, to.ManagerName)
	note("manager_id", is.ManagerID, to.ManagerID)
	note("manager_phone", is.ManagerPhone, to.ManagerPhone)
	note("service_phone", is.ServicePhone, to.ServicePhone)
	return changes
}
