import { type Check, isError, ok, problem } from './check.ts';

/** Compose 2 is there. */
export const composeCheck: Check = {
  check: 'compose',
  title: 'Docker Compose',
  look({ compose, host }) {
    if (!isError(compose)) return ok(`version ${compose.version}, as '${compose.program.join(' ')}'`);
    if (/debian|ubuntu/.test(host.distribution)) {
      return problem(
        compose.message,
        'from Docker’s packages: sudo apt install docker-compose-plugin',
        'from Ubuntu’s: sudo apt install docker-compose-v2 (Debian 13 and later: docker-compose)',
      );
    }
    return problem(compose.message, ...(compose.help.hint === undefined ? [] : [compose.help.hint]));
  },
};
