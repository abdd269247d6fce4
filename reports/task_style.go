package reports

import (
	"github.com/xuri/excelize/v2"

	"yijian/model"
)

// taskStyle names a way a cell of the task report looks.
type taskStyle int

const (
	sheetTitle taskStyle = iota
	sheetNote
	sheetNoteRight
	sheetHead
	bodyCentred
	bodyLeft
	bodyPercent
	bodyDay
	bodyPoints
	bodyLight
	sheetWords
	heatCell
)

// taskStyles holds the workbook's number for each look, made once per file.
type taskStyles struct {
	of      map[taskStyle]int
	lights  map[model.Light]int                 // of a cell whose word does not change
	byTitle []excelize.ConditionalFormatOptions // of cells whose word is a light's title
	byShort []excelize.ConditionalFormatOptions // of cells whose word is its first character
}

// lightFills stay pale enough for black words, which carry the meaning in print.
var lightFills = map[model.Light]string{
	model.LightRed: "F4A6A0", model.LightYellow: "FFE58A", model.LightGreen: "B7DFB0", model.LightGrey: "D9D9D9",
}

const (
	textFormat    = 49 // Excel's own "@": what is typed over it stays text too
	percentFormat = `0"%"`
	dayFormat     = `yyyy"年"m"月"d"日"`
)

func newTaskStyles(file *excelize.File) (taskStyles, error) {
	percent, day, points := percentFormat, dayFormat, "0.00"
	looks := map[taskStyle]*excelize.Style{
		sheetTitle:     {Font: headFont(18), Alignment: align("center")},
		sheetNote:      {Font: bodyFont(11), Alignment: align("left")},
		sheetNoteRight: {Font: bodyFont(11), Alignment: align("right")},
		sheetHead:      {Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid("E8EDF3")},
		bodyCentred:    {Font: bodyFont(10), Alignment: align("center"), Border: grid()},
		bodyLeft:       {Font: bodyFont(10), Alignment: indented(), Border: grid(), NumFmt: textFormat},
		bodyPercent:    {Font: bodyFont(10), Alignment: align("center"), Border: grid(), CustomNumFmt: &percent},
		bodyDay:        {Font: bodyFont(10), Alignment: align("center"), Border: grid(), CustomNumFmt: &day},
		bodyPoints:     {Font: bodyFont(10), Alignment: align("center"), Border: grid(), CustomNumFmt: &points},
		bodyLight:      {Font: headFont(11), Alignment: align("center"), Border: grid(), NumFmt: textFormat},
		sheetWords:     {Font: bodyFont(11), Alignment: indented(), Border: grid(), NumFmt: textFormat},
		heatCell:       {Font: bodyFont(9), Alignment: align("center"), Border: grid(), NumFmt: textFormat},
	}
	styles := taskStyles{of: map[taskStyle]int{}, lights: map[model.Light]int{}}
	for look := sheetTitle; look <= heatCell; look++ {
		id, err := file.NewStyle(looks[look])
		if err != nil {
			return taskStyles{}, err
		}
		styles.of[look] = id
	}
	for _, light := range model.Lights {
		id, err := file.NewStyle(&excelize.Style{
			Font: headFont(11), Alignment: align("center"), Border: grid(), Fill: solid(lightFills[light]),
		})
		if err != nil {
			return taskStyles{}, err
		}
		styles.lights[light] = id
		if id, err = file.NewConditionalStyle(&excelize.Style{Fill: solid(lightFills[light])}); err != nil {
			return taskStyles{}, err
		}
		styles.byTitle = append(styles.byTitle, whereItSays(light.Title(), id))
		styles.byShort = append(styles.byShort, whereItSays(shortLight(light), id))
	}
	return styles, nil
}

// whereItSays is the format of cells that hold the word.
func whereItSays(word string, format int) excelize.ConditionalFormatOptions {
	return excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: `"` + word + `"`, Format: &format}
}

// shortLight is the light in one character, for narrow cells.
func shortLight(light model.Light) string { return firstRune(light.Title()) }

func headFont(size float64) *excelize.Font {
	return &excelize.Font{Family: "黑体", Size: size, Bold: true}
}

func bodyFont(size float64) *excelize.Font { return &excelize.Font{Family: "宋体", Size: size} }

func align(horizontal string) *excelize.Alignment {
	return &excelize.Alignment{Horizontal: horizontal, Vertical: "center", WrapText: true}
}

func indented() *excelize.Alignment {
	alignment := align("left")
	alignment.Indent = 1
	return alignment
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func grid() []excelize.Border {
	var borders []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		borders = append(borders, excelize.Border{Type: side, Color: "404040", Style: 1})
	}
	return borders
}
