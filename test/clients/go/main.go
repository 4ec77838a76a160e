// Every call of Segment's and of RudderStack's library for Go, with every option.
package main

import (
	"fmt"
	"os"
)

var (
	gateway  = os.Getenv("GATEWAY")
	writeKey = os.Getenv("WRITE_KEY")
	run      = os.Getenv("RUN")
)

func main() {
	for _, every := range []func() error{everySegmentCall, everyRudderCall} {
		if err := every(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
