import { ArrayNode, BsonType, DocumentNode, nodeValue, stringValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression } from '../expression/index.ts';
import { mapPaced, type PipelineOptions, type Stage } from './stage.ts';

const DECISIONS = ['KEEP', 'PRUNE', 'DESCEND'] as const;

/** `$redact`: keeps, prunes or descends into each document, level by level. */
export function parseRedact(argument: Value, options: PipelineOptions): Stage {
  const variables = new Map(options.scope.variables);
  for (const decision of DECISIONS) variables.set(decision, stringValue(decision.toLowerCase()));
  const decide = compileExpression(argument, { ...options, scope: { ...options.scope, variables } });
  const redact = (document: Value): Value | undefined => {
    const decision = decide(document);
    switch (decision?.type === BsonType.string ? decision.text() : '') {
      case 'keep':
        return document;
      case 'prune':
        return undefined;
      case 'descend':
        return descend(document);
      default:
        throw new CommandError(
          17053,
          "$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE",
        );
    }
  };
  const descend = (document: Value): Value => {
    const node = new DocumentNode();
    const reader = document.fields();
    while (reader.next()) {
      const value = inner(reader.value());
      if (value !== undefined) node.set(reader.name, value);
    }
    return node.toValue();
  };
  const inner = (value: Value): Value | undefined => {
    if (value.isObject) return redact(value);
    if (!value.isArray) return value;
    const kept = new ArrayNode();
    for (const item of value.items()) {
      const result = inner(item);
      if (result !== undefined) kept.items.push(result);
    }
    return nodeValue(kept);
  };
  return documents => mapPaced(documents, redact);
}
