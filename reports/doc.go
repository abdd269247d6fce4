// Package reports tells what is known as office documents: one workbook per
// file, rows in, xlsx out. It decides nothing and reads no store; a colour, a
// reason or a due date comes to it ready.
package reports
