export * from './causes/index.ts';
export * from './port/index.ts';
export * from './results/index.ts';
export * from './why/index.ts';
