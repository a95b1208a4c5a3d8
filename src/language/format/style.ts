/** The measures of the one layout. */

/** Columns of a line, wherever there is a place to break it. */
export const WIDTH = 100;

/** Columns of one level. */
export const INDENT = 2;

/** Columns before a trailing comment, where the code leaves that room. */
export const COMMENT_COLUMN = 45;
