import { z } from 'zod';

/** Answer of `POST …/access-token`: a short-lived token for the forge. Tolerant. */
export const accessTokenResponse = z.object({ access_token: z.string().min(1) });
