interface Named {
  readonly name: string;
}

/** Name of the component that measures one of several servers: `redis-exporter-cache`. */
export const instanceName = (product: string, { name }: Named): string => `${product}-${name}`;

/** The server that a component measures. @throws RangeError when it is none of these */
export function instanceOf<T extends Named>(product: string, servers: readonly T[], component: Named): T {
  const server = servers.find((candidate) => instanceName(product, candidate) === component.name);
  if (server === undefined) throw new RangeError(`${component.name} is in no configuration`);
  return server;
}
