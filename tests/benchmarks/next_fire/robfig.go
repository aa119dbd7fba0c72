// robfig/cron's side of compare-next-fire. usage: robfig PREPARED_CASES MILLISECONDS VERSION
//
// A zone is given as its users give it to a job, with CRON_TZ= before the pattern; without one it takes the zone of the
// instant, here UTC. Each cell is measured for at least so many milliseconds, after a first pass that warms up and
// makes the checksum.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/robfig/cron"
)

const questionsBetweenClocks = 200

type cases struct {
	Zones, Common, Others []string
	Forward               struct {
		From, Until int64
		Fires       int
	}
	Random    struct{ Instants []int64 }
	Compared  int
	ParseZone string `json:"parse_zone"`
}

type line struct {
	Library  string  `json:"library"`
	Version  string  `json:"version"`
	Mode     string  `json:"mode"`
	Zone     string  `json:"zone"`
	Pattern  string  `json:"pattern"`
	Ns       float64 `json:"ns"`
	Fires    int     `json:"fires"`
	Compared int     `json:"compared"`
	Checksum int64   `json:"checksum"`
	Sink     int64   `json:"sink"`
	Error    string  `json:"error,omitempty"`
}

var (
	budget   time.Duration
	instants []time.Time
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "robfig:", err)
		os.Exit(1)
	}
}

func (l line) print(mode, zone, pattern string) {
	l.Library, l.Version, l.Mode, l.Zone, l.Pattern = "robfig/cron", os.Args[3], mode, zone, pattern
	fail(json.NewEncoder(os.Stdout).Encode(l))
}

// Asks until the budget is used up. The sum of the answers is printed, so that none of them can be left out.
func measure(ask func() int64) (l line) {
	start := time.Now()
	var used time.Duration
	for used < budget {
		for i := 0; i < questionsBetweenClocks; i++ {
			l.Sink += ask()
		}
		l.Fires += questionsBetweenClocks
		used = time.Since(start)
	}
	l.Ns = float64(used.Nanoseconds()) / float64(l.Fires)
	return l
}

// One fire after the other from the start on; begins anew after so many, or where there is no further one.
func measureForward(c *cases, schedule cron.Schedule) line {
	from, until := time.Unix(c.Forward.From, 0).UTC(), time.Unix(c.Forward.Until, 0)
	var sum int64
	compared := 0
	at := from
	for compared < c.Compared {
		at = schedule.Next(at)
		if at.IsZero() || !at.Before(until) {
			break
		}
		sum += at.Unix()
		compared++
	}
	at = from
	left := c.Forward.Fires
	l := measure(func() int64 {
		at = schedule.Next(at)
		left--
		if at.IsZero() || !at.Before(until) || left == 0 {
			at, left = from, c.Forward.Fires
			return 0
		}
		return at.Unix()
	})
	l.Checksum, l.Compared = sum, compared
	return l
}

func measureRandom(c *cases, schedule cron.Schedule) line {
	var sum int64
	compared := 0
	for _, instant := range instants[:c.Compared] {
		if at := schedule.Next(instant); !at.IsZero() {
			sum += at.Unix()
			compared++
		}
	}
	i := 0
	l := measure(func() int64 {
		at := schedule.Next(instants[i])
		i++
		if i == len(instants) {
			i = 0
		}
		return at.Unix()
	})
	l.Checksum, l.Compared = sum, compared
	return l
}

func inZone(pattern, zone string) string {
	if zone == "" || zone == "UTC" {
		return pattern
	}
	return "CRON_TZ=" + zone + " " + pattern
}

func measureParsing(pattern, zone string) line {
	text := inZone(pattern, zone)
	return measure(func() int64 {
		schedule, err := cron.ParseStandard(text)
		if err != nil || schedule == nil {
			return 0
		}
		return 1
	})
}

func main() {
	if len(os.Args) != 4 {
		fail(fmt.Errorf("usage: robfig PREPARED_CASES MILLISECONDS VERSION"))
	}
	text, err := os.ReadFile(os.Args[1])
	fail(err)
	var c cases
	fail(json.Unmarshal(text, &c))
	milliseconds, err := strconv.Atoi(os.Args[2])
	fail(err)
	budget = time.Duration(milliseconds) * time.Millisecond
	time.Local = time.UTC
	for _, seconds := range c.Random.Instants {
		instants = append(instants, time.Unix(seconds, 0).UTC())
	}
	for _, pattern := range append(c.Common, c.Others...) {
		if _, err := cron.ParseStandard(pattern); err != nil {
			line{Error: err.Error()}.print("refused", "", pattern)
			continue
		}
		measureParsing(pattern, "").print("parse", "", pattern)
		measureParsing(pattern, c.ParseZone).print("parse", c.ParseZone, pattern)
		for _, zone := range c.Zones {
			schedule, err := cron.ParseStandard(inZone(pattern, zone))
			fail(err)
			measureForward(&c, schedule).print("forward", zone, pattern)
			measureRandom(&c, schedule).print("random", zone, pattern)
		}
	}
}
