export { fileSchema, schemaText } from './file-schema.ts';
