import { declareUnifiedSuite } from './testing/unified-suite.ts';

// Debian 12's copy of the tests has 54 that apply; MongoDB's own newest set 66, of which 60 must pass.
declareUnifiedSuite('change-streams', 'replicaset', process.env.MONGODB_SPECIFICATIONS ? 60 : 54);
