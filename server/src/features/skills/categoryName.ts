import { CATEGORIES } from '@skill-marketplace/shared/format';

/** How a category is shown: by its known name, or by its slug in words (`game-dev` → `Game dev`). */
export function displayNameOfCategory(name: string): string {
  const known = CATEGORIES.find((category) => category.name === name);
  if (known !== undefined) return known.displayName;
  const words = name.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
