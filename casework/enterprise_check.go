package casework

func (f EnterpriseFacts) check() error {
	return nil
}
