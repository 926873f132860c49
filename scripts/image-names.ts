import { imageName, images } from '../config/versions';

/** Prints the full names of images of the toolkit, one a line: `node bin/run.mjs scripts/image-names.ts prometheus jaeger`. */
for (const wanted of process.argv.slice(2)) {
  const image = Object.entries(images).find(([name]) => name === wanted)?.[1];
  if (image === undefined) throw new Error(`${wanted} is not one of ${Object.keys(images).join(', ')}`);
  console.log(imageName(image));
}
