package casework

import "testing"

func TestAClientIsAnAddressOrANetworkOfOne(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2::": "2001:db8:1:2::/64", "2001:db8:1:3::1": "2001:db8:1:3::/64", "fe80::1%eth0": "fe80::/64", "": "", "x": "x",
	} {
		if got := ClientOf(address); got != want {
			t.Errorf("%q is the client %q, want %q", address, got, want)
		}
	}
	d := &Desk{}
	if d.door("2001:db8:1:2::1").Bucket != d.door("2001:db8:1:2::2").Bucket || d.door("192.0.2.1").Bucket == d.door("192.0.2.2").Bucket {
		t.Error("the door tells clients apart otherwise")
	}
}
