// Pieces of expressions and options that several dashboards share.
export const percent = 'percentunit';
export const busy = {
  steps: [
    [0.7, 'orange'],
    [0.9, 'red'],
  ],
};
export const ofContainers = 'container_label_com_docker_compose_service=~"$service"';
export const byService = 'container_label_com_docker_compose_service';
export const legendOfContainer = `{{${byService}}}`;
/** `metric` may carry matchers: `requests{job="a"}`. */
export const quantile = (q, metric, by) =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${metric.replace(/(?=\{)|(?<!\})$/, '_bucket')}[5m])))`;
