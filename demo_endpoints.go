package main

import (
	"fmt"

	"yijian/casework"
	"yijian/model"
	"yijian/policy/reference"
)

// sharedPlace is the station that the opener of the next place has filed too.
const sharedPlace = 15

// A change of one filing waits for the bureau, and one lapsed with the branch that opened it.
const (
	changingPlace = 18
	lapsingPlace  = 19
)

// filing is one end point's way through the bureau.
type filing struct {
	place    int
	firm     int
	opened   model.Date
	EndPoint model.EndPoint
}

// planEndPoints spreads the filings over the history. The first few stop in
// every state on the way, so that each state is seen on the last day.
func (s *stage) planEndPoints() {
	span := s.start().DaysUntil(s.last()) - 60
	for i := range s.size.EndPoints {
		f := &filing{place: i, firm: i % (s.size.Firms - 2)}
		f.opened = s.start().AddDays(5 + i*span/s.size.EndPoints)
		switch i {
		case 0, 1:
			f.opened = s.last().AddDays(-6)
			s.on(s.backdays(4), s.draft(f))
		case 2, 3, 4:
			f.opened = s.last().AddDays(-16)
			s.submitted(f, s.backdays(2+i))
		case 5, 6:
			f.opened = s.last().AddDays(-20)
			s.submitted(f, s.backdays(7))
			s.on(s.backdays(6), s.askCorrection(f))
		case 7, 8:
			s.submitted(f, s.workday(f.opened.AddDays(6)))
			s.on(s.workday(f.opened.AddDays(8)), s.sendBack(f))
		default:
			s.filed(f)
		}
	}
}

// backdays is the working day that lies n days or a little less before the last day.
func (s *stage) backdays(n int) model.Date {
	if day := s.workday(s.last().AddDays(-n)); !day.After(s.last()) {
		return day
	}
	return s.last()
}

func (s *stage) submitted(f *filing, day model.Date) {
	s.on(day, s.draft(f))
	s.on(day, s.submit(f))
}

// filed goes all the way; some are late, some need a correction, some close again.
func (s *stage) filed(f *filing) {
	wait := s.between(3, 15)
	if f.place%9 == 4 && f.firm > otherClean {
		wait = 40
	}
	day := s.workday(f.opened.AddDays(wait))
	s.submitted(f, day)
	if f.place%7 == 3 {
		s.on(s.workday(day.AddDays(1)), s.askCorrection(f))
		day = s.workday(day.AddDays(6))
		s.on(day, s.correct(f))
	}
	s.on(s.workday(day.AddDays(s.between(1, 4))), s.accept(f))
	switch f.place {
	case changingPlace:
		s.on(s.backdays(3), s.proposeChange(f))
	case lapsingPlace:
		s.on(s.backdays(20), s.loseBranch(f))
	}
	if f.place%11 == 9 {
		s.on(s.workday(day.AddDays(s.between(30, 60))), s.closeDown(f))
	}
}

// filer is the firm's own account where it has one, else an inspector on its behalf.
func filer(firm int) string {
	if firm < 2 {
		return fmt.Sprintf("firm%d", firm+1)
	}
	return "inspector1"
}

// groundOf is a township on the schematic map.
func groundOf(area string) model.Ground {
	for _, ground := range reference.Schematic() {
		if ground.Code == area {
			return ground
		}
	}
	return reference.Schematic()[0]
}

// spotIn is the place so far east and north of where a township's name stands on the map,
// or as far that way as it takes to stay inside.
func spotIn(ground model.Ground, east, north int64) (longitude, latitude int64) {
	for range 8 {
		spot := model.Spot{LongitudeMicro: ground.Label.LongitudeMicro + east, LatitudeMicro: ground.Label.LatitudeMicro + north}
		if ground.Holds(spot) {
			return spot.LongitudeMicro, spot.LatitudeMicro
		}
		east, north = east/2, north/2
	}
	return ground.Label.LongitudeMicro, ground.Label.LatitudeMicro
}

func (s *stage) endPointFacts(f *filing) casework.EndPointFacts {
	place := f.place
	if place == sharedPlace+1 { // one station, two openers
		place = sharedPlace
	}
	area := s.areas[(place*5)%len(s.areas)]
	longitude, latitude := spotIn(groundOf(area.Code), int64(s.between(-18_000, 18_000)), int64(s.between(-14_000, 6_000)))
	services := []string{"pickup", "delivery"}
	if f.place%6 == 2 {
		services = services[1:]
	}
	facts := casework.EndPointFacts{
		Name: fmt.Sprintf("%s%s网点%03d", brandOf(f.firm), area.Name, f.place+1), Kind: model.EndPointKinds[f.place%len(model.EndPointKinds)],
		Brands: []string{brandOf(f.firm)}, Services: services, Scope: []string{"province", "national"}, AreaCode: area.Code,
		Address:        fmt.Sprintf("重庆市武隆区%s演示街%d号", area.Name, place*3+1),
		LongitudeMicro: &longitude, LatitudeMicro: &latitude, OpenedOn: f.opened,
		ManagerName: model.PersonName(demoPerson(f.place + 3)), ManagerID: demoIDNumber(f.place),
		ManagerPhone: demoPhone(1000 + f.place), ServicePhone: fmt.Sprintf("023-0%07d", 5000+f.place),
		Cameras: new(s.between(1, 8)), FloorArea: new(s.between(15, 220)),
	}
	if f.firm == lateVetoFirm {
		facts.Brands = append(facts.Brands, brandOf(otherClean))
	}
	if place == sharedPlace {
		longitude, latitude = spotIn(groundOf(area.Code), 2_000, -3_000)
	}
	if f.place == lapsingPlace {
		facts.BranchID = s.branches[f.firm]
	}
	if f.place == unlocatedPlace {
		facts.LongitudeMicro, facts.LatitudeMicro = nil, nil
	}
	return facts
}

// demoIDNumber has a valid check digit but a birthday that nobody alive has, in a place that does not exist.
func demoIDNumber(i int) model.IDNumber {
	body := fmt.Sprintf("500199%s%03d", model.NewDate(1900, 1, 1).AddDays(i%365).Time().Format("20060102"), i%1000)
	sum := 0
	for n, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(body[n]-'0') * weight
	}
	return model.IDNumber(body + "10X98765432"[sum%11:sum%11+1])
}

func (s *stage) draft(f *filing) func() error {
	return func() (err error) {
		f.EndPoint, err = s.desk.DraftEndPoint(s.ctx, s.by(filer(f.firm), 0), s.firms[f.firm].ID, s.endPointFacts(f))
		return err
	}
}

func (s *stage) submit(f *filing) func() error {
	return func() (err error) {
		f.EndPoint, err = s.desk.SubmitEndPoint(s.ctx, s.by(filer(f.firm), f.EndPoint.Version), f.EndPoint.ID)
		return err
	}
}

func (s *stage) askCorrection(f *filing) func() error {
	return func() (err error) {
		f.EndPoint, err = s.desk.RequestCorrection(s.ctx, s.by("inspector2", f.EndPoint.Version), f.EndPoint.ID,
			"演示：门店照片不清晰，合作协议缺少签章，请一次补正。")
		return err
	}
}

// correct changes what was asked for and hands the filing in again.
func (s *stage) correct(f *filing) func() error {
	return func() (err error) {
		if f.EndPoint, err = s.desk.ChangeEndPoint(s.ctx, s.by(filer(f.firm), f.EndPoint.Version), f.EndPoint.ID, s.endPointFacts(f)); err != nil {
			return err
		}
		return s.submit(f)()
	}
}

func (s *stage) accept(f *filing) func() error {
	return func() (err error) {
		f.EndPoint, err = s.desk.AcceptEndPoint(s.ctx, s.by("inspector2", f.EndPoint.Version), f.EndPoint.ID, casework.FilingAcceptance{
			ReceiptNo: fmt.Sprintf("演示回执%05d", f.place+1), Reason: "演示：材料已当场核对",
		})
		return err
	}
}

func (s *stage) sendBack(f *filing) func() error {
	return func() (err error) {
		f.EndPoint, err = s.desk.ReturnEndPoint(s.ctx, s.by("inspector2", f.EndPoint.Version), f.EndPoint.ID, "演示：仅设智能快件箱，不属末端网点备案范围。")
		return err
	}
}

func (s *stage) closeDown(f *filing) func() error {
	return func() (err error) {
		f.EndPoint, err = s.desk.CancelEndPoint(s.ctx, s.by(filer(f.firm), f.EndPoint.Version), f.EndPoint.ID, "演示：网点停止经营。")
		return err
	}
}

// proposeChange hands in another person in charge and another name; the bureau has not looked at it yet.
func (s *stage) proposeChange(f *filing) func() error {
	return func() (err error) {
		was := s.endPointFacts(f)
		f.EndPoint, err = s.desk.ProposeChange(s.ctx, s.by(filer(f.firm), f.EndPoint.Version), f.EndPoint.ID, casework.ChangeFacts{
			ChangedOn: s.today().AddDays(-2), Name: was.Name + "（改名）", Kind: was.Kind, Brands: was.Brands, Services: was.Services, Scope: was.Scope,
			ManagerName: model.PersonName(demoPerson(f.place + 40)), ManagerID: demoIDNumber(f.place + 40), ManagerPhone: demoPhone(1040 + f.place),
			ServicePhone: was.ServicePhone, Note: "演示：更换负责人并更名",
		})
		return err
	}
}

// loseBranch takes the branch out of the directory, and does what the job of that night does.
func (s *stage) loseBranch(f *filing) func() error {
	return func() error {
		branch, held := s.branches[f.firm]
		if !held {
			return nil
		}
		_, err := s.desk.InvalidateBranch(s.ctx, s.by("inspector1", 1), branch, casework.BranchEnd{
			From: s.today(), DocumentNo: "演示名录注销1号", Reason: "演示：企业撤销分支机构",
		})
		if err != nil {
			return err
		}
		_, err = s.desk.SettleFilings(s.ctx, model.Call{Actor: jobActor, Demo: true}, s.today())
		return err
	}
}
