import { z } from 'zod';

/** A member that may be missing; one that is there and undefined, as code makes them, counts as missing too. */
export const optional = z.optional as unknown as typeof z.exactOptional;
