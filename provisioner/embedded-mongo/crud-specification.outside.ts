import { declareUnifiedSuite } from './testing/unified-suite.ts';

// Debian 12's copy of the tests has 173 that apply; MongoDB's own newest set 376, of which 353 must pass.
declareUnifiedSuite('crud', 'single', process.env.MONGODB_SPECIFICATIONS ? 353 : 172);
