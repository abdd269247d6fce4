package main

import (
	"errors"

	"yijian/casework"
	"yijian/model"
)

// planImports brings two files in the last days: one that corrects firms and is promoted,
// and one with wrong cells that waits to be mended.
func (s *stage) planImports() {
	s.on(s.backdays(9), func() error {
		rows, err := s.exportedFirms(3)
		if err != nil {
			return err
		}
		for n := range rows {
			rows[n].Cells[s.columnOf("service_phone")] = "023-0770010" + string(rune('1'+n))
		}
		i, err := s.bringImport("企业服务电话更正.xlsx", rows)
		if err != nil {
			return err
		}
		if _, err := s.desk.PromoteImport(s.ctx, s.by("inspector2", i.Version), i.ID); err != nil {
			return err
		}
		_, err = s.desk.WorkOnImport(s.ctx, "demo")
		return err
	})
	s.on(s.backdays(2), func() error {
		rows, err := s.exportedFirms(3)
		if err != nil {
			return err
		}
		rows[0].Cells[s.columnOf("area_code")] = "凤山镇"
		rows[1].Cells[s.columnOf("name")] = ""
		rows[2].Cells[s.columnOf("uscc")] = "9.15E+17"
		_, err = s.bringImport("辖区企业补充信息.xlsx", rows)
		return err
	})
}

// enterprisesSheet is the place of the enterprises among the sheets of the register.
const enterprisesSheet = 0

func (s *stage) columnOf(key string) int {
	return s.desk.ImportSheets(casework.RegisterImport)[enterprisesSheet].Column(key)
}

var errEnough = errors.New("enough rows")

// exportedFirms are the first rows of the register's export.
func (s *stage) exportedFirms(n int) (rows []model.SheetRow, err error) {
	err = s.desk.ExportRegister(s.ctx, s.by("inspector1", 0), "enterprises", 1000, func(row model.SheetRow) error {
		if rows = append(rows, row); len(rows) == n {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return rows, err
}

// bringImport uploads the rows as a file and has them checked.
func (s *stage) bringImport(name string, rows []model.SheetRow) (model.Import, error) {
	i, err := s.desk.StageImport(s.ctx, s.by("inspector1", 0), casework.ImportedFile{
		Name: name, Size: 21_504, SHA256: "演示", Read: func(each func(model.SheetRow) error) (string, error) {
			for _, row := range rows {
				if err := each(row); err != nil {
					return "", err
				}
			}
			return "xlsx", nil
		},
	})
	if err != nil {
		return i, err
	}
	if _, err := s.desk.WorkOnImport(s.ctx, "demo"); err != nil {
		return i, err
	}
	card, err := s.desk.ImportCard(s.ctx, s.by("inspector1", 0).Actor, i.ID)
	return card.Record.Import, err
}
