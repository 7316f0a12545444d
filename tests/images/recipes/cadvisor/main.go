// cAdvisor without its web pages and REST API: its program is a module that cannot be had, so this puts its own libraries
// (containers, collector, flags) together as that program does, and serves /metrics and /healthz.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	_ "github.com/google/cadvisor/container/docker/install"
	"github.com/google/cadvisor/lib/cache/memory"
	"github.com/google/cadvisor/lib/container"
	"github.com/google/cadvisor/lib/manager"
	"github.com/google/cadvisor/lib/metrics"
	info "github.com/google/cadvisor/lib/model"
	"github.com/google/cadvisor/lib/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/utils/clock"
)

func main() {
	// The official defaults.
	off := container.MetricSet{}
	for _, kind := range []string{"advtcp", "cpu_topology", "cpuset", "hugetlb", "memory_numa", "process", "referenced_memory", "resctrl", "sched", "tcp", "udp"} {
		off[container.MetricKind(kind)] = struct{}{}
	}
	port := flag.Int("port", 8080, "port to listen on")
	ip := flag.String("listen_ip", "", "address to listen on")
	flag.Var(&off, "disable_metrics", "comma-separated list of metrics not to be collected")
	allLabels := flag.Bool("store_container_labels", true, "container labels become labels of the metrics")
	some := flag.String("whitelisted_container_labels", "", "those that do so in any case")
	flag.Bool("logtostderr", true, "accepted, always so")
	flag.Parse()

	var labels metrics.ContainerLabelsFunc = metrics.DefaultContainerLabels
	if !*allLabels {
		labels = metrics.BaseContainerLabels(strings.Split(*some, ","))
	}
	interval, dynamic := 60*time.Second, true
	included := container.AllMetrics.Difference(off)
	m, err := manager.New(memory.New(2*time.Minute, nil), sysfs.NewRealSysFs(),
		manager.HousekeepingConfig{Interval: &interval, AllowDynamic: &dynamic}, included, []string{""}, []string{""}, "", 0)
	if err != nil {
		log.Fatal(err)
	}
	if err := m.Start(); err != nil {
		log.Fatal(err)
	}
	options := info.RequestOptions{IdType: "name", Count: 1, Recursive: true}
	registry := prometheus.NewRegistry()
	registry.MustRegister(metrics.NewPrometheusCollector(m, labels, included, clock.RealClock{}, options),
		metrics.NewPrometheusMachineCollector(m, included))
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	log.Fatal(http.ListenAndServe(fmt.Sprintf("%s:%d", *ip, *port), nil))
}
