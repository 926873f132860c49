/** Variable of the environment with the name of the pod, which stays when the pod is replaced. */
export const POD_NAME = 'POD_NAME';
