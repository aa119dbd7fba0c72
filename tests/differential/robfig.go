// Answers as robfig/cron would fire. Reads one question a line from standard input, as sample-host next --batch does
// but for "after", which is in seconds since the epoch, and answers each with one line: {"fires":[seconds...],
// "offsets":[...]}, the offsets being those that Go sees at the fires, or {"error":...}. Fewer fires than asked for
// mean that it knows no further one.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"time"

	"github.com/robfig/cron"
)

type question struct {
	Schedule string
	Zone     string
	After    int64
	Count    int
}

type answer struct {
	Fires   []int64 `json:"fires"`
	Offsets []int   `json:"offsets"`
	Error   string  `json:"error,omitempty"`
}

var parser = cron.NewParser(cron.SecondOptional | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow |
	cron.Descriptor)

func reply(asked question) answer {
	zone, err := time.LoadLocation(asked.Zone)
	if err != nil {
		return answer{Error: err.Error()}
	}
	schedule, err := parser.Parse(asked.Schedule)
	if err != nil {
		return answer{Error: err.Error()}
	}
	result := answer{Fires: []int64{}, Offsets: []int{}}
	at := time.Unix(asked.After, 0).In(zone)
	for len(result.Fires) < asked.Count {
		at = schedule.Next(at)
		if at.IsZero() {
			break
		}
		_, offset := at.Zone()
		result.Fires = append(result.Fires, at.Unix())
		result.Offsets = append(result.Offsets, offset)
	}
	return result
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<16), 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			encoder.Encode(answer{Error: err.Error()})
		} else {
			encoder.Encode(reply(asked))
		}
	}
	if out.Flush() != nil || lines.Err() != nil {
		os.Exit(1)
	}
}
