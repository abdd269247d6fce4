package model

// UnitID identifies a department, township or other unit.
type UnitID string
