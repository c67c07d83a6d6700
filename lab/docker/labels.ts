/** On every container, network and volume of a lab: its name. Nothing without it is ever touched. */
export const LAB_LABEL = 'com.mvnolab.lab';
/** On containers: the network function, `hss`, `mme` … */
export const FUNCTION_LABEL = 'com.mvnolab.function';
/** On networks that the lab took away from a container for a partition, and on helpers that it started by itself. */
export const PROJECT_LABEL = 'com.docker.compose.project';
export const DEFAULT_LAB = 'mvnolab';

/** The engine's filter for what belongs to a lab; without a name, to any lab. */
export function labFilter(lab: string | undefined): { label: string[] } {
  return { label: [lab === undefined ? LAB_LABEL : `${LAB_LABEL}=${lab}`] };
}
