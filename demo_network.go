package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
)

// networkEntry is one part of the made-up delivery network, entered so many days after the start.
type networkEntry struct {
	kind  model.NetworkPartKind
	name  string
	area  int // place among the townships, counted round
	firm  int // place of its firm, for vehicles
	after int
	ends  int // how many days before the last it ended; 0 never
}

// demoNetwork is one centre, seven stations of which one closed, three lines of which one closed, and some vehicles.
func demoNetwork() []networkEntry {
	parts := []networkEntry{{kind: model.NetworkCentre, name: "演示区级电商快递集散中心", after: 10}}
	for i := range 7 {
		part := networkEntry{kind: model.NetworkStation, name: fmt.Sprintf("演示%d号乡镇中转站", i+1), area: 4 + i, after: 20 + 30*i}
		if i == 2 {
			part.ends = 40
		}
		parts = append(parts, part)
	}
	for i := range 3 {
		part := networkEntry{kind: model.NetworkLine, name: fmt.Sprintf("演示%d号寄递专线", i+1), area: 6 + i, after: 60 + 40*i}
		if i == 0 {
			part.ends = 25
		}
		parts = append(parts, part)
	}
	for i := range 12 {
		parts = append(parts, networkEntry{kind: model.NetworkVehicle, name: fmt.Sprintf("武隆-演示-01-%04d", i+1), area: i, firm: i % 6, after: 80 + 5*i})
	}
	return parts
}

// planNetwork has the clerk enter the parts, and end those that closed.
func (s *stage) planNetwork() {
	for i, part := range demoNetwork() {
		s.on(s.workday(s.start().AddDays(part.after)), func() error {
			firm := model.EnterpriseID("")
			if part.kind == model.NetworkVehicle {
				firm = s.firms[part.firm].ID
			}
			entered, err := s.desk.EnterNetworkPart(s.ctx, s.by("inspector1", 0), part.kind, firm, casework.NetworkPartFacts{
				Name: part.name, AreaCode: s.areas[part.area%len(s.areas)].Code, Address: "演示：" + s.areas[part.area%len(s.areas)].Name + "一段",
				From: s.today().AddDays(-2), SourceNo: fmt.Sprintf("演示验收〔%d〕%d号", s.today().Year(), i+1), SourceOn: s.today().AddDays(-1), Note: "演示登记",
			})
			if err != nil || part.ends == 0 {
				return err
			}
			s.on(s.backdays(part.ends), func() error {
				_, err := s.desk.EndNetworkPart(s.ctx, s.by("inspector1", entered.Version), entered.ID, s.today(), "演示：合并后停用。")
				return err
			})
			return nil
		})
	}
}
