package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

// object is one of JSON.
type object map[string]any

// A call as the program says it: what tells its event from the others, and what must be in the archive.
type call struct {
	Call   string `json:"call"`
	Where  object `json:"where"`
	Expect object `json:"expect"`
}

var (
	generatedID   = object{"$matches": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
	generatedTime = object{"$matches": `^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`}
	absent        = object{"$absent": true}
)

// beginLibrary says which library the next calls are of. The version is what the program was built with: a library's own constant may lag behind its tags.
func beginLibrary(module string) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("the program does not know what it was built from")
	}
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			say(object{"library": module, "version": strings.TrimPrefix(dependency.Version, "v")})
			return nil
		}
	}
	return fmt.Errorf("the program was built without %s", module)
}

func say(line any) {
	text, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(os.Stdout, string(text))
}

// with adds members to a copy of an object.
func (o object) with(members object) object {
	sum := object{}
	for _, part := range []object{o, members} {
		for name, value := range part {
			sum[name] = value
		}
	}
	return sum
}

// deliveries is told by a library what became of each event.
type deliveries struct{ failures chan error }

func newDeliveries() deliveries {
	return deliveries{failures: make(chan error, 1000)}
}

func (d deliveries) succeeded()       { d.failures <- nil }
func (d deliveries) failed(err error) { d.failures <- err }

// await waits for so many events: a client that is closed gives up what it would have sent again.
func (d deliveries) await(events int) {
	for ; events > 0; events-- {
		if err := <-d.failures; err != nil {
			fmt.Fprintln(os.Stderr, "an event was given up:", err)
		}
	}
}
