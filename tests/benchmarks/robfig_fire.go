// How late robfig/cron starts 10,000 jobs that are due at one instant: in memory, nothing durable. Prints the median and
// the 99th percentile in milliseconds.
package main

import (
	"fmt"
	"sort"
	"sync"
	"time"

	"github.com/robfig/cron"
)

const jobs = 10000

// Due once.
type once struct{ at time.Time }

func (schedule once) Next(now time.Time) time.Time {
	if now.Before(schedule.at) {
		return schedule.at
	}
	return time.Time{}
}

func main() {
	instant := time.Now().Truncate(time.Second).Add(4 * time.Second)
	lateness := make([]time.Duration, jobs)
	var started sync.WaitGroup
	started.Add(jobs)
	scheduler := cron.New()
	for i := 0; i < jobs; i++ {
		place := &lateness[i]
		scheduler.Schedule(once{instant}, cron.FuncJob(func() {
			*place = time.Since(instant)
			started.Done()
		}))
	}
	scheduler.Start()
	started.Wait()
	sort.Slice(lateness, func(a, b int) bool { return lateness[a] < lateness[b] })
	at := func(share float64) float64 {
		return float64(lateness[int(share*(jobs-1))].Microseconds()) / 1000
	}
	fmt.Printf("robfig/cron in memory: late p50 %.1f ms, p99 %.1f ms\n", at(0.5), at(0.99))
}
