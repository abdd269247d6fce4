package reference

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"yijian/model"
)

//go:embed schematic.geojson
var schematicJSON string

// Schematic returns the grounds of the townships as the schematic map shows them, in the order of their codes.
func Schematic() []model.Ground { return schematic() }

var schematic = sync.OnceValue(func() []model.Ground {
	var file struct {
		Features []struct {
			Properties struct {
				Code  string
				Name  string
				Label [2]json.Number
			}
			Geometry struct{ Coordinates [][][2]json.Number }
		}
	}
	if err := json.Unmarshal([]byte(schematicJSON), &file); err != nil {
		panic(fmt.Sprintf("schematic map: %v", err))
	}
	grounds := make([]model.Ground, len(file.Features))
	for i, f := range file.Features {
		grounds[i] = model.Ground{Code: f.Properties.Code, Name: f.Properties.Name, Label: spotOf(f.Properties.Label)}
		for _, corner := range f.Geometry.Coordinates[0] {
			grounds[i].Ring = append(grounds[i].Ring, spotOf(corner))
		}
	}
	return grounds
})

func spotOf(at [2]json.Number) model.Spot {
	return model.Spot{LongitudeMicro: micro(at[0]), LatitudeMicro: micro(at[1])}
}

// micro are the millionths of a decimal of at most six places.
func micro(n json.Number) int64 {
	whole, part, _ := strings.Cut(n.String(), ".")
	var value int64
	if _, err := fmt.Sscan(whole+(part + "000000")[:6], &value); err != nil {
		panic(fmt.Sprintf("schematic map: %s: %v", n, err))
	}
	return value
}
