package migrations

var branchGrams = []Step{
	{1470, "branch_grams", createGrams("branch_grams")},
	{1471, "grams of branches", fillGrams("branch_grams", "branches")},
}
