IDS=$(aws ec2 describe-instances --filters Name=tag:Name,Values=copy --query "Reservations[].Instances[].InstanceId" --output text)
aws ec2 stop-instances --instance-ids $IDS
