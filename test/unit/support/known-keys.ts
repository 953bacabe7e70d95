const pod = "spec.template.spec";
const container = `${pod}.containers`;
const unit = "Unit.Description Unit.After Unit.Wants Service.Restart Service.TimeoutStopSec Install.WantedBy";

/**
 * The keys that an example may have, by what it is: paths separated by blanks, in which * stands for any key, and at
 * the end for all below it too. Lists are passed through. What would put something before lissom, or the application in
 * its place, is left out on purpose: command, entrypoint, init, lifecycle.
 */
export const knownKeys = {
  deployment: `apiVersion kind metadata.name metadata.labels.* spec.replicas spec.selector.matchLabels.*
    spec.strategy.type spec.strategy.rollingUpdate.maxSurge spec.strategy.rollingUpdate.maxUnavailable
    spec.template.metadata.labels.* ${pod}.terminationGracePeriodSeconds ${container}.name ${container}.image
    ${container}.args ${container}.ports.name ${container}.ports.containerPort ${container}.env.name
    ${container}.env.value ${container}.readinessProbe.httpGet.path ${container}.readinessProbe.httpGet.port
    ${container}.readinessProbe.periodSeconds ${container}.readinessProbe.failureThreshold
    ${container}.readinessProbe.timeoutSeconds ${container}.resources.* ${container}.securityContext.*`,
  service: `apiVersion kind metadata.name spec.selector.* spec.ports.name spec.ports.port spec.ports.targetPort`,
  compose: `services.*.image services.*.ports services.*.volumes services.*.build.context
    services.*.build.dockerfile services.*.build.target services.*.deploy.replicas services.*.expose
    services.*.read_only services.*.tmpfs services.*.stop_grace_period services.*.environment.*
    services.*.healthcheck.test services.*.healthcheck.interval services.*.healthcheck.timeout
    services.*.healthcheck.retries services.*.labels.* services.balancer.command`,
  quadlet: `${unit} Container.ContainerName Container.Image Container.Network Container.ReadOnly
    Container.NoNewPrivileges Container.Environment Container.StopTimeout`,
  serviceUnit: `${unit} Service.Type Service.NotifyAccess Service.Environment Service.ExecStart Service.ExecStop`,
};

/** @returns the paths of a document's values that are not among the known ones, such as `spec.replica` */
export function unknownKeys(document: unknown, known: string): string[] {
  const patterns = known.split(/\s+/).map((path) => path.split("."));
  const unknown = pathsOf(document).filter((path) => !patterns.some((pattern) => covers(pattern, path)));
  return [...new Set(unknown.map((path) => path.join(".")))];
}

function pathsOf(value: unknown): string[][] {
  if (Array.isArray(value)) return value.flatMap(pathsOf);
  if (typeof value !== "object" || value === null) return [[]];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner).map((path) => [key, ...path]));
}

function covers(pattern: string[], path: string[]): boolean {
  if (path.length !== pattern.length && pattern.at(-1) !== "*") return false;
  return pattern.every((part, at) => path[at] !== undefined && (part === "*" || part === path[at]));
}
