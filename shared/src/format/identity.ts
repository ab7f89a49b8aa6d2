import { isSlug, toSlug } from '../contracts/index.ts';
import type { Report } from './diagnostics.ts';
import type { Frontmatter } from './frontmatter.ts';
import { titleFor } from './displayTitle.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';
import { pathProblem } from './safePath.ts';

/** The names of a skill, and whether agents would load it under the one it has. */
export interface Identity {
  installName: string;
  displayName: string;
  loads: boolean;
}

const MAX_DISPLAY_NAME = 100;
/** When neither name, heading nor folder has a letter or digit that a slug can hold. */
const LAST_RESORT = 'skill';

/** Derives the names from the frontmatter, else from the first heading, else from the folder. */
export function identify(
  { keys, unquotedWords, keyLines }: Frontmatter,
  heading: string | undefined,
  folderName: string,
  report: Report,
): Identity {
  const line = keyLines.get('name');
  const written = ['number', 'boolean'].includes(typeof keys['name'])
    ? String(keys['name'])
    : keys['name'];
  const name = typeof written === 'string' ? visibleText(written) : '';
  if (written === name && isInstallName(name)) {
    const isText = typeof keys['name'] === 'string' && !unquotedWords.has('name');
    if (!isText) {
      report('name_not_text', `Some agents do not take the name ${name} for text.`, {
        line,
        repaired: 'It was quoted.',
      });
    }
    if (folderName !== '' && name !== folderName) {
      report(
        'name_differs_from_folder',
        `The name ${name} differs from the folder ${shorten(visibleText(folderName), 100)}.`,
        { line },
      );
    }
    return { installName: name, displayName: titleFor(heading, name), loads: isText };
  }
  const installName = slugOf(name) ?? slugOf(heading ?? '') ?? slugOf(folderName) ?? LAST_RESORT;
  if (name === '') {
    report('name_missing', 'The frontmatter has no name.', {
      repaired: `The name is ${installName}.`,
    });
    return { installName, displayName: titleFor(heading, installName), loads: false };
  }
  report('name_invalid', `The name "${shorten(name, 100)}" is not one that agents load.`, {
    line,
    repaired: `The name is ${installName}.`,
  });
  // `my_skill` was meant as an identifier, `My Skill` to be read.
  const displayName = /^[a-z0-9._-]+$/.test(name)
    ? titleFor(heading, installName)
    : shorten(name, MAX_DISPLAY_NAME);
  return { installName, displayName, loads: false };
}

/** A slug that is also a folder on Windows (`con` is not). */
function isInstallName(name: string): boolean {
  return isSlug(name) && pathProblem(name) === undefined;
}

function slugOf(text: string): string | undefined {
  const slug = toSlug(text.slice(0, 1000));
  return slug === undefined || isInstallName(slug) ? slug : `${slug}-skill`;
}
