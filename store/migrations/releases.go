package migrations

// FirstRelease are the steps of the first release, whose backups did not yet name theirs.
func FirstRelease() []int64 {
	return []int64{
		101, 102, 103, 104, 105, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 131, 132, 133, 134,
		201, 210, 301, 400, 501, 601, 602, 603, 651, 652, 653, 701, 702, 703, 711, 712, 713, 714, 801,
		901, 902, 903, 904, 905, 911, 912, 961,
	}
}
