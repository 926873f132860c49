import { type ImageReference, imageName } from '../../config/versions';
import type { Platform } from '../../constructs/core/platform';
import { html, table } from './html';
import type { Section } from './section';

/** Every image, by the exact version that is deployed. */
export const versionsSection: Section = {
  id: 'versions',
  title: 'Versions',
  render: (platform) => {
    const images = imagesOf(platform);
    if (images.length === 0) return undefined;
    return table({
      caption: 'Container images',
      columns: [{ title: 'Image' }, { title: 'Tag' }, { title: 'Used by' }],
      rows: images.map(({ image, users }) => [html`<code>${image.repository}</code>`, html`<code>${image.tag}</code>`, users.join(', ')]),
    });
  },
};

interface UsedImage {
  readonly image: ImageReference;
  readonly users: readonly string[];
}

function imagesOf({ components }: Platform): readonly UsedImage[] {
  const byName = new Map<string, UsedImage>();
  for (const { name, image } of components) {
    const key = imageName(image);
    byName.set(key, { image, users: [...(byName.get(key)?.users ?? []), name] });
  }
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, used]) => used);
}
