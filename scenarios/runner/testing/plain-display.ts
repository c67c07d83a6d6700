import { displayCharacters } from '../../../lab/terminal/display-width.ts';
import { visibleControls } from '../../../lab/terminal/visible-controls.ts';
import type { Display } from '../source/index.ts';

/** A screen without colours, 100 columns wide. */
export const PLAIN: Display = { color: false, columns: 100, characters: displayCharacters, visible: visibleControls };
